namespace AgentKit.Tests.Faults.Operations;

/// <summary>Sends a write to the stores of a host, and answers what it came to; again with the same ids each time that it is called.</summary>
internal delegate Task<object?> Send(IServiceProvider services, CancellationToken cancellationToken);

/// <summary>A write that is disturbed: what it needs, and how it is sent.</summary>
/// <param name="PrepareAsync">Makes what it needs, undisturbed.</param>
internal sealed record Operation(Func<Stage, Task<Send>> PrepareAsync)
{
    public Operation(Func<Stage, Send> prepare)
        : this(stage => Task.FromResult(prepare(stage)))
    {
    }

    /// <summary>Whether the caller may send it again at any time. Otherwise the library makes the operation id, and only the library sends it again: the caller has to look.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Whether all of it happens, or nothing. Otherwise it goes in steps, and goes on when it is sent again.</summary>
    public bool IsAtomic { get; init; } = true;

    /// <summary>Whether it says the same when it is sent again. Otherwise it counts what was done by that one time.</summary>
    public bool AnswersTheSame { get; init; } = true;

    /// <summary>Whether its last step is tried and not promised: its loss is logged, and the caller has the result.</summary>
    public bool MayLoseItsEnd { get; init; }

    /// <summary>
    /// Whether it passes over what somebody holds, also an attempt of its own that the server has not given up yet: what is left is done by the next call.
    /// </summary>
    public bool PassesOver { get; init; }

    /// <summary>The table in which each call that was broken off leaves what it had done; <see langword="null"/> for none.</summary>
    public string? LeavesReceiptsIn { get; init; }

    /// <summary>Whether it waits until PostgreSQL is back, however long that takes, unless it is cancelled.</summary>
    public bool WaitsForEver { get; init; }
}
