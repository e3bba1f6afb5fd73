using System.Text;
using AgentKit.Infrastructure;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentKit;

/// <summary>Finds every wrong option at once and says of each what to set. Never repeats a connection string, which may hold a password.</summary>
internal sealed class AgentKitOptionsValidator(IServiceProvider services) : IValidateOptions<AgentKitOptions>
{
    /// <summary>What PostgreSQL cuts identifiers off at.</summary>
    private const int MaxIdentifierBytes = 63;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(10);

    public ValidateOptionsResult Validate(string? name, AgentKitOptions options)
    {
        List<string> problems = [];
        CheckConnection(options, new DatabaseName(string.IsNullOrEmpty(name) ? null : name), problems);
        CheckIdentifier(options.Schema, nameof(options.Schema), problems);
        CheckIdentifier(options.ApplicationRole, nameof(options.ApplicationRole), problems);
        CheckValues(options, problems);
        CheckLimits(options.Limits, problems);
        CheckResilience(options.Resilience, problems);
        CheckEventBuffer(options.EventBuffer, problems);
        CheckCoalescing(options.Coalescing, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>What to do where no database is named.</summary>
    public static string NoDatabase(DatabaseName name) => name.Value is { } database
        ? $"The database {database} of AgentKit is not named: set AgentKitOptions.ConnectionString or DataSource in AddAgentKit(\"{database}\", …), register an "
            + $"NpgsqlDataSource under the key {database}, or give the connection string as ConnectionStrings:{database} in the configuration."
        : "AgentKit has no database: set AgentKitOptions.ConnectionString or DataSource, register an NpgsqlDataSource, or give the connection "
            + "string as ConnectionStrings:AgentKit in the configuration or in the environment variable AGENTKIT_CONNECTION_STRING.";

    private void CheckConnection(AgentKitOptions options, DatabaseName name, List<string> problems)
    {
        if (ConnectionChoice.Find(options, services, name) is not { } choice)
        {
            problems.Add(NoDatabase(name));
            return;
        }

        if (choice.ConnectionString is not { } connectionString)
        {
            return;
        }

        try
        {
            if (string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host))
            {
                problems.Add("AgentKit's connection string names no server: begin it with Host=<server>.");
            }
        }
        catch (ArgumentException)
        {
            problems.Add(
                "AgentKit's connection string cannot be read: write it as Host=<server>;Database=<database>;Username=<login>;Password=<password>.");
        }
    }

    private static void CheckIdentifier(string identifier, string option, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(identifier)
            || identifier.Contains('\0', StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount(identifier) > MaxIdentifierBytes
            || identifier.StartsWith("pg_", StringComparison.Ordinal))
        {
            problems.Add($"AgentKitOptions.{option} must be 1 to {MaxIdentifierBytes} bytes long and must not begin with pg_.");
        }
    }

    private static void CheckValues(AgentKitOptions options, List<string> problems)
    {
        if (!Enum.IsDefined(options.PreparedStatements))
        {
            problems.Add("AgentKitOptions.PreparedStatements must be Automatic, On or Off.");
        }

        if (!Enum.IsDefined(options.ScopePropagation))
        {
            problems.Add("AgentKitOptions.ScopePropagation must be Local or Citus.");
        }
        else if (options is { ScopePropagation: ScopePropagation.Citus, Coalescing.Enabled: true })
        {
            problems.Add(
                "AgentKitOptions.Coalescing.Enabled must be off where ScopePropagation is Citus: the scopes of a group do not reach the nodes.");
        }

        if (options.AgentCacheDuration < TimeSpan.Zero || options.AgentCacheDuration > TimeSpan.FromDays(1))
        {
            problems.Add("AgentKitOptions.AgentCacheDuration must be between zero and one day.");
        }

        if (options.WorkflowRoot is { } root && !Path.IsPathFullyQualified(root))
        {
            problems.Add("AgentKitOptions.WorkflowRoot must be an absolute path, or null.");
        }

        CheckRange(options.ChangePollInterval, ShortestPoll, Hour, nameof(options.ChangePollInterval), problems);
        CheckRange(options.ChangePollIntervalWhileListening, ShortestPoll, Hour, nameof(options.ChangePollIntervalWhileListening), problems);
        if (options.SerializerOptions is null)
        {
            problems.Add("AgentKitOptions.SerializerOptions must not be null.");
        }
    }

    private static void CheckLimits(ContentLimits? limits, List<string> problems)
    {
        if (limits is null)
        {
            problems.Add("AgentKitOptions.Limits must not be null.");
            return;
        }

        const int MiB = 1024 * 1024;
        CheckRange(limits.TurnBytes, 1, 64 * MiB, "Limits.TurnBytes", problems);
        CheckRange(limits.TurnsPerCommit, 1, 10_000, "Limits.TurnsPerCommit", problems);
        CheckRange(limits.MetadataBytes, 1, 16 * MiB, "Limits.MetadataBytes", problems);
        CheckRange(limits.ToolPayloadBytes, 1, 64 * MiB, "Limits.ToolPayloadBytes", problems);
        CheckRange(limits.CheckpointBytes, 1, 64 * MiB, "Limits.CheckpointBytes", problems);
        CheckRange(limits.EventPayloadBytes, 1, 16 * MiB, "Limits.EventPayloadBytes", problems);
        CheckRange(limits.ImportLineBytes, 1, 256 * MiB, "Limits.ImportLineBytes", problems);
        CheckRange(limits.InstructionsLength, 1, 1_000_000, "Limits.InstructionsLength", problems);
    }

    private static void CheckResilience(ResilienceOptions? resilience, List<string> problems)
    {
        if (resilience is null)
        {
            problems.Add("AgentKitOptions.Resilience must not be null.");
            return;
        }

        CheckRange(resilience.TransientRetries, 0, 20, "Resilience.TransientRetries", problems);
        CheckRange(resilience.TransientDelay, TimeSpan.Zero, Minute, "Resilience.TransientDelay", problems);
        CheckRange(resilience.CallTimeout, TimeSpan.FromMilliseconds(10), Hour, "Resilience.CallTimeout", problems);
        CheckRange(resilience.ConflictRetries, 0, 1_000, "Resilience.ConflictRetries", problems);
        CheckRange(resilience.ConflictDelay, TimeSpan.Zero, Minute, "Resilience.ConflictDelay", problems);
        CheckRange(resilience.ConflictsBeforeLock, 0, int.MaxValue, "Resilience.ConflictsBeforeLock", problems);
    }

    private static void CheckEventBuffer(EventBufferOptions? buffer, List<string> problems)
    {
        if (buffer is null)
        {
            problems.Add("AgentKitOptions.EventBuffer must not be null.");
            return;
        }

        var millisecond = TimeSpan.FromMilliseconds(1);
        CheckRange(buffer.Capacity, 1, 1_000_000, "EventBuffer.Capacity", problems);
        CheckRange(buffer.BatchSize, 1, 10_000, "EventBuffer.BatchSize", problems);
        CheckRange(buffer.FlushInterval, millisecond, Minute, "EventBuffer.FlushInterval", problems);
        CheckRange(buffer.Concurrency, 1, 32, "EventBuffer.Concurrency", problems);
        CheckRange(buffer.RetryDelay, millisecond, Minute, "EventBuffer.RetryDelay", problems);
        CheckRange(buffer.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), "EventBuffer.DrainTimeout", problems);
    }

    private static void CheckCoalescing(CoalescingOptions? coalescing, List<string> problems)
    {
        if (coalescing is null)
        {
            problems.Add("AgentKitOptions.Coalescing must not be null.");
            return;
        }

        CheckRange(coalescing.MaxGroupSize, 2, 1_000, "Coalescing.MaxGroupSize", problems);
        CheckRange(coalescing.Concurrency, 1, 32, "Coalescing.Concurrency", problems);
        CheckRange(coalescing.Capacity, 1, 1_000_000, "Coalescing.Capacity", problems);
    }

    private static void CheckRange<T>(T value, T least, T most, string option, List<string> problems)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            problems.Add($"AgentKitOptions.{option} must be between {least} and {most}; it is {value}.");
        }
    }
}
