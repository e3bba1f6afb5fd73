using System.ComponentModel;
using System.Diagnostics;

namespace AgentKit.Testing;

/// <summary>A program that is run to its end, out of sight.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments, unquoted.</param>
internal sealed record Command(string File, params IReadOnlyList<string> Arguments)
{
    public override string ToString() => string.Join(' ', Arguments.Prepend(File).Select(Quote));

    /// <summary>Runs it with no input, and waits. Cancellation kills it and what it has started.</summary>
    /// <exception cref="PostgresStartException">There is no such program, or it may not be run.</exception>
    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start();
        process.StandardInput.Close();
        // Both pipes are read at the same time: a program blocks when one of them is full.
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new CommandResult(process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts it with all three streams redirected, so that it neither prints to nor reads from the console.</summary>
    /// <exception cref="PostgresStartException">There is no such program, or it may not be run.</exception>
    public Process Start()
    {
        var start = new ProcessStartInfo(File, Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The caller's folder may be closed to the user that the server runs as.
            WorkingDirectory = OperatingSystem.IsWindows() ? Environment.SystemDirectory : "/",
        };
        // PGPORT, PGOPTIONS and the like are meant for another server; the messages should be in one language.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start) ?? throw new PostgresStartException("The program did not start.", ToString());
        }
        catch (Win32Exception exception)
        {
            throw new PostgresStartException($"'{File}' cannot be run: {exception.Message}", ToString(), innerException: exception);
        }
    }

    /// <summary>Quotes for the shell, and for people to copy.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_=./:,@".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }
}
