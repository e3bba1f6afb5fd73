namespace AgentKit.Tests.Histories.Recording;

/// <summary>One call as its caller saw it.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">What it threw, if it did.</param>
/// <param name="Begun">Its place in the order of all beginnings and ends.</param>
/// <param name="Ended">The place of its end in the same order: what ended before another one began, came first for everybody.</param>
internal abstract record Call(string Caller, Outcome Outcome, Exception? Error, long Begun, long Ended)
{
    public abstract object What { get; }

    public bool IsDone => Outcome == Outcome.Done;

    public bool IsUnknown => Outcome is Outcome.Unknown or Outcome.Broken;

    /// <summary>Whether it has happened, or may have.</summary>
    public bool MayHaveHappened => Outcome != Outcome.Refused;

    /// <summary>From when on it can happen no more. What the server was sent by a caller who gave up, it may still carry out.</summary>
    public long Over => IsUnknown ? long.MaxValue : Ended;

    public override string ToString() => $"[{Begun}..{Ended}] {Caller} {Outcome} {What}{(Error is null ? "" : $": {Error.GetType().Name} {Error.Message}")}";
}
