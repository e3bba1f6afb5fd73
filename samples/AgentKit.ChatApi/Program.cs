// A chat API: an agent answers people about surveys, and everything that happens is kept in PostgreSQL.
using AgentKit;
using AgentKit.ChatApi.Hosting;
using AgentKit.Testing;
using Microsoft.Extensions.Options;

try
{
    // Without a database of your own, one is started and removed at the end.
    await using var postgres = DemoDatabase.IsNeeded(args) ? await ThrowawayPostgres.StartAsync() : null;
    await using var app = ChatApp.Create(args, postgres?.ConnectionString);

    await app.StartAsync();
    Console.WriteLine(Greeting.Of(app, postgres));
    await app.WaitForShutdownAsync();
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped before it listened.");
    return 130; // what shells expect after Ctrl+C
}
catch (Exception problem) when (
    problem is PostgresNotFoundException or PostgresStartException or AgentKitException or OptionsValidationException
        or IOException // a port that is taken
        or FormatException) // an address that is none
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
