using System.Diagnostics;
using AgentKit.Testing;

namespace AgentKit.Tests.Tasks.Workers;

/// <summary>A process of workers. It ends with the test: when it is disposed, and else because nobody holds its input any more.</summary>
internal sealed class TaskWorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private TaskWorkerProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts a process and waits until it could begin.</summary>
    public static async Task<TaskWorkerProcess> StartAsync(ThrowawayDatabase database, string workspace, int workers)
    {
        var worker = new TaskWorkerProcess(Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(TaskWorkerProgram).Assembly.Location, workspace, $"{workers}" },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [TaskWorkerProgram.ConnectionVariable] = database.ConnectionString,
                [TaskWorkerProgram.LedgerVariable] = database.DirectConnectionString,
            },
        })!);
        if (await worker._process.StandardOutput.ReadLineAsync() == "ready")
        {
            return worker;
        }

        var errors = await worker._errors;
        await worker.DisposeAsync();
        throw new InvalidOperationException($"The worker did not start: {errors}");
    }

    public bool HasExited => _process.HasExited;

    public Task BeginAsync() => _process.StandardInput.WriteLineAsync("begin");

    /// <summary>SIGKILL, which no program can answer.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it finish what it has in hand.</summary>
    /// <returns>What it has written about errors; nothing where all went well.</returns>
    public async Task<string> EndAsync()
    {
        try
        {
            await _process.StandardInput.WriteLineAsync("end");
        }
        catch (IOException)
        {
            // It has ended by itself; its exit code says so.
        }

        await _process.WaitForExitAsync();
        var errors = await _errors;
        return _process.ExitCode == 0 ? errors : $"exit code {_process.ExitCode}: {errors}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
