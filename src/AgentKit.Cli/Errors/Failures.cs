using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentKit.Cli;

/// <summary>What went wrong, as one line and an exit code; never a stack trace, in which secrets may stand.</summary>
internal static class Failures
{
    public static Failure Explain(Exception problem, CancellationToken cancellationToken) => problem switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => new("Stopped.", ExitCode.Interrupted),
        UsageException => new(problem.Message, ExitCode.Usage),
        OptionsValidationException options => new(string.Join(' ', options.Failures), ExitCode.Usage),
        ArgumentException argument => new(WithoutParameter(argument), ExitCode.Usage),
        NpgsqlException when IsRefusedLogin(problem) => new($"The database cannot be reached: {problem.Message}", ExitCode.Unavailable),
        _ when IsRefusedLogin(problem) => new(problem.Message, ExitCode.Unavailable),
        SchemaVersionException schema => new(Explain(schema), ExitCode.Failed),
        AgentKitException refusal => new(refusal.Message, CodeOf(refusal.Category)),
        NpgsqlException { IsTransient: true } => new($"The database cannot be reached: {problem.Message}", ExitCode.Unavailable),
        NpgsqlException => new($"The database refuses: {problem.Message}", ExitCode.Failed),
        IOException or UnauthorizedAccessException => new(problem.Message, ExitCode.Failed),
        _ => new($"Something failed that nobody foresaw ({problem.GetType().Name}): {problem.Message}", ExitCode.Failed),
    };

    public static Task SayAsync(Surroundings surroundings, string message) => surroundings.Error.WriteLineAsync(Words.Line(message));

    /// <summary>
    /// No such database, no such login, a wrong password, for all of which a pooler has one answer: whoever asks is as far from an answer as without a server.
    /// </summary>
    public static bool IsRefusedLogin(Exception problem) =>
        (problem as PostgresException ?? problem.InnerException as PostgresException) is { SqlState: var state }
        && (state.StartsWith("28", StringComparison.Ordinal)
            || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.ProtocolViolation);

    private static int CodeOf(ErrorCategory category) => category switch
    {
        ErrorCategory.NotFound => ExitCode.NotFound,
        ErrorCategory.Conflict or ErrorCategory.InvalidState or ErrorCategory.AccessDenied or ErrorCategory.AlreadyExists
            or ErrorCategory.Budget => ExitCode.Refused,
        ErrorCategory.Unavailable => ExitCode.Unavailable,
        ErrorCategory.InvalidInput => ExitCode.Usage,
        _ => ExitCode.Failed,
    };

    /// <summary>What the library says is for its hosts.</summary>
    private static string Explain(SchemaVersionException schema) => schema.DatabaseVersion < schema.LibraryVersion
        ? $"The schema is at version {schema.DatabaseVersion}, this tool works with version {schema.LibraryVersion}: run agentkit migrate up."
        : $"The schema is at version {schema.DatabaseVersion}, this tool knows version {schema.LibraryVersion}: run dotnet tool update AgentKit.Cli.";

    /// <summary>What .NET adds for programmers.</summary>
    private static string WithoutParameter(ArgumentException problem) =>
        problem.ParamName is { } name ? problem.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : problem.Message;
}
