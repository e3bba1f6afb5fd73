using System.Text;

namespace AgentKit.Tests.PersonalData;

/// <summary>A consumer that lets something happen before it takes what it is given.</summary>
internal sealed class InterruptedStream(Func<Task> interrupt) : MemoryStream
{
    public int Interruptions { get; private set; }

    public string Text => Encoding.UTF8.GetString(ToArray());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interruptions++;
        await interrupt();
        await base.WriteAsync(buffer, cancellationToken);
    }
}
