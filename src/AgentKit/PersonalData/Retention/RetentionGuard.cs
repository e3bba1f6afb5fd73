using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a policy must look like before anything is removed.</summary>
internal static class RetentionGuard
{
    private const int MostRows = 100_000_000;

    public static void Check(RetentionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        CountGuard.Require(policy.MaxRows, MostRows, nameof(policy.MaxRows));

        Check(policy.Sessions, nameof(policy.Sessions), Enum.IsDefined);
        Check(
            policy.Tasks,
            nameof(policy.Tasks),
            status => status is AgentTaskStatus.Completed or AgentTaskStatus.Failed or AgentTaskStatus.Canceled);
        Check(
            policy.ToolRuns,
            nameof(policy.ToolRuns),
            status => status is ToolRunStatus.Succeeded or ToolRunStatus.Failed or ToolRunStatus.Canceled);
        CheckAge(policy.ArchivedTurns ?? TimeSpan.MaxValue, nameof(policy.ArchivedTurns));
        CheckAge(policy.Events ?? TimeSpan.MaxValue, nameof(policy.Events));
        CheckAge(policy.AccessLog ?? TimeSpan.MaxValue, nameof(policy.AccessLog));
    }

    private static void Check<TStatus>(Dictionary<TStatus, TimeSpan> rules, string paramName, Predicate<TStatus> mayEnd)
        where TStatus : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(rules, paramName);
        foreach (var (status, age) in rules)
        {
            if (!mayEnd(status))
            {
                throw new ArgumentException($"What is {status} has no age: retention is for what is over.", paramName);
            }

            CheckAge(age, paramName);
        }
    }

    private static void CheckAge(TimeSpan age, string paramName) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, paramName);
}
