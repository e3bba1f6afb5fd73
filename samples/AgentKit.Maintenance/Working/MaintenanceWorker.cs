using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentKit.Maintenance.Working;

/// <summary>Round after round, until the host ends. A workspace that fails is left for the next round; the others are not kept waiting.</summary>
internal sealed class MaintenanceWorker(
    MaintenanceRound round, IOptions<MaintenanceOptions> options, TimeProvider time, ILogger<MaintenanceWorker> logger) : BackgroundService
{
    private readonly MaintenanceOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var workspace in _options.Workspaces)
            {
                await TidyAsync(workspace, stoppingToken);
            }

            var pause = _options.Interval + (_options.Jitter * Random.Shared.NextDouble());
            MaintenanceLog.Pausing(logger, pause);
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private async Task TidyAsync(string workspace, CancellationToken cancellationToken)
    {
        try
        {
            var report = await round.RunAsync(workspace, _options, cancellationToken);
            if (report == MaintenanceReport.Nothing)
            {
                MaintenanceLog.Tidy(logger, workspace);
            }
            else
            {
                MaintenanceLog.Tidied(logger, workspace, report.ToolRuns, report.Runs, report.Tasks, report.Reservations, report.RemovedRows);
            }
        }
        catch (AgentKitException exception)
        {
            MaintenanceLog.Failed(logger, exception, workspace, exception.Category, exception.IsRetryable);
        }
    }
}
