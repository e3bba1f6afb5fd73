using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a run must look like before anything is sent. JSON is checked where it is written.</summary>
internal static class RunGuard
{
    public const int MaxNameLength = 200;
    public const int MaxProviderSessionLength = 500;
    public const int MaxPage = 1_000;

    private static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxLease = TimeSpan.FromDays(1);

    public static void Check(NewRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        IdGuard.RequireOrdered(run.Id, nameof(run.Id));

        IdGuard.Require(run.SessionId, nameof(run.SessionId));
        TextGuard.Optional(run.AgentId, AgentGuard.MaxIdLength, nameof(run.AgentId));
        TextGuard.Optional(run.AgentType, MaxNameLength, nameof(run.AgentType));
        TextGuard.Optional(run.Model, MaxNameLength, nameof(run.Model));
        TextGuard.Optional(run.ModelAlias, MaxNameLength, nameof(run.ModelAlias));
        TextGuard.Optional(run.ProviderSessionId, MaxProviderSessionLength, nameof(run.ProviderSessionId));
        TextGuard.Optional(run.Worker, MaxNameLength, nameof(run.Worker));
        CheckLease(run.LeaseDuration, nameof(run.LeaseDuration));
        BudgetGuard.CheckLimits(run.TokenLimit, run.CostLimit, nameof(run.TokenLimit), nameof(run.CostLimit));
    }

    public static void Check(RunLease lease, string paramName)
    {
        ArgumentNullException.ThrowIfNull(lease, paramName);
        IdGuard.Require(lease.RunId, paramName);
        ArgumentOutOfRangeException.ThrowIfNegative(lease.FencingToken, paramName);
    }

    public static void CheckLease(TimeSpan? duration, string paramName)
    {
        if (duration is { } given && (given < MinLease || given > MaxLease))
        {
            throw new ArgumentOutOfRangeException(paramName, given, "A lease lasts one second to one day.");
        }
    }

    /// <summary>The error with its message cut to what is kept.</summary>
    public static RunError Check(RunError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        TextGuard.Require(error.Type, MaxNameLength, nameof(error.Type));
        return error with { Message = ToolErrorText.CheckMessage(error.Message, nameof(error.Message)) };
    }
}
