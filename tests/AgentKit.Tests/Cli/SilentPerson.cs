namespace AgentKit.Tests.Cli;

/// <summary>Blocks whoever reads, as a console does: until it is disposed of, or so long that the test has failed.</summary>
internal sealed class SilentPerson(Action whenAsked) : TextReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasGivenUp { get; private set; }

    public override string? ReadLine()
    {
        whenAsked();
        HasGivenUp = !_left.Task.Wait(Patience);
        return null;
    }

    public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ReadLine());

    protected override void Dispose(bool disposing)
    {
        _left.TrySetResult();
        base.Dispose(disposing);
    }
}
