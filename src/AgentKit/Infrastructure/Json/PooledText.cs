using System.Buffers;

namespace AgentKit.Infrastructure;

/// <summary>
/// A text in a buffer of the shared pool, for values that are sent once. Disposed when a call has succeeded, or else left to the collector: the
/// sending of a connection that broke may still read it.
/// </summary>
internal readonly struct PooledText(char[] buffer, int length) : IDisposable
{
    public ReadOnlyMemory<char> Memory => buffer.AsMemory(0, length);

    public override string ToString() => new(buffer, 0, length);

    /// <summary>Gives the buffer back; once only.</summary>
    public void Dispose() => ArrayPool<char>.Shared.Return(buffer);
}
