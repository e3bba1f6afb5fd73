// Keeps the database of an application's agents tidy: a worker service, and a demo of it that plays by itself. See README.md.
using AgentKit;
using AgentKit.Maintenance.Demo;
using AgentKit.Maintenance.Hosting;
using AgentKit.Testing;
using Microsoft.Extensions.Options;

try
{
    return MaintenanceHost.HasDatabase(args) ? await MaintenanceHost.RunAsync(args) : await TidyDemo.RunAsync(args);
}
catch (OperationCanceledException)
{
    return 130; // what shells expect after Ctrl+C
}
catch (Exception problem) when (
    problem is PostgresNotFoundException or PostgresStartException or AgentKitException or OptionsValidationException
        or InvalidOperationException) // a setting that cannot be read
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
