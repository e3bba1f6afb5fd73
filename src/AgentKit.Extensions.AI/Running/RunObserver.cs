using System.Threading.Channels;

namespace AgentKit.Extensions.AI;

/// <summary>Where the updates of a run go: to a reader, or nowhere.</summary>
internal sealed class RunObserver(ChannelWriter<AgentRunUpdate>? writer)
{
    public static readonly RunObserver None = new(writer: null);

    /// <summary>Whether somebody reads along, so that the model is to stream.</summary>
    public bool IsStreaming => writer is not null;

    /// <summary>Never waits: a reader that has gone away must not hold up what is paid for.</summary>
    public void Tell(AgentRunUpdate update) => writer?.TryWrite(update);
}
