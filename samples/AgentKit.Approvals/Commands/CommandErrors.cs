using System.CommandLine;
using AgentKit.Testing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentKit.Approvals.Commands;

/// <summary>What goes wrong becomes one message and an exit code; what nobody foresaw stays a crash with its stack.</summary>
internal static class CommandErrors
{
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await action(parsed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return await SayAsync("Stopped.", ExitCode.Stopped);
            }
            catch (AgentKitException refusal) when (
                refusal.Category is ErrorCategory.NotFound or ErrorCategory.Conflict or ErrorCategory.InvalidState)
            {
                return await SayAsync($"Refused: {refusal.Message}", ExitCode.Refused);
            }
            catch (NpgsqlException problem)
            {
                return await SayAsync($"The database cannot be used: {problem.Message}", ExitCode.CouldNotRun);
            }
            catch (Exception problem) when (problem is UsageException or ArgumentException or PostgresNotFoundException
                or PostgresStartException or AgentKitException or OptionsValidationException)
            {
                return await SayAsync(problem.Message, ExitCode.CouldNotRun);
            }
        });

    private static async Task<int> SayAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
