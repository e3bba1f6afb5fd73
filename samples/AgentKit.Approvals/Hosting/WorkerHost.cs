using AgentKit.Approvals.Outside;
using AgentKit.Approvals.Refunds;
using AgentKit.Approvals.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AgentKit.Approvals.Hosting;

/// <summary>A worker under a generic host, as an application has it.</summary>
internal static class WorkerHost
{
    public static async Task RunAsync(string connectionString, WorkerOptions options, string? pauseIn, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(typeof(TaskWorker).FullName, LogLevel.Information)
            .AddConsole(console => console.FormatterName = PlainFormatter.FormatterName)
            .AddConsoleFormatter<PlainFormatter, ConsoleFormatterOptions>();

        RefundDesk.AddTo(builder.Services, connectionString);
        AddTool<CheckOrderTool>(builder.Services, pauseIn == CheckOrderTool.ToolName);
        AddTool<RefundTool>(builder.Services, pauseIn == RefundTool.ToolName);
        AddTool<SendMailTool>(builder.Services, pauseIn == SendMailTool.ToolName);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<TaskWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TaskWorker>());

        using var host = builder.Build();
        await host.Services.GetRequiredService<OutsideWorld>().OpenAsync(cancellationToken);
        var worker = host.Services.GetRequiredService<TaskWorker>();
        await host.RunAsync(cancellationToken);

        // The host ends as if all were well when a service of its own breaks.
        await (worker.ExecuteTask ?? Task.CompletedTask);
    }

    private static void AddTool<T>(IServiceCollection services, bool pauses)
        where T : class, IStepTool
    {
        services.AddSingleton<T>();
        services.AddSingleton<IStepTool>(provider => pauses
            ? new PausingTool(provider.GetRequiredService<T>(), provider.GetRequiredService<ILogger<TaskWorker>>())
            : provider.GetRequiredService<T>());
    }
}
