using AgentKit.SurveyAssistant.Hosting;
using AgentKit.Testing;
using Microsoft.AspNetCore.Builder;

namespace AgentKit.SurveyAssistant.Web;

/// <summary>The same assistant as a web API: what a chat window talks to.</summary>
internal static class ChatServer
{
    /// <summary>Makes the server; the caller starts and disposes it.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="address">Where it listens, such as <c>http://127.0.0.1:5080</c>.</param>
    public static WebApplication Create(string connectionString, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        SurveyApp.AddTo(builder.Services, connectionString);

        var app = builder.Build();
        app.Urls.Add(address);
        app.MapChat();
        return app;
    }

    /// <summary>Serves until it is told to stop, on a throw-away PostgreSQL.</summary>
    public static async Task RunAsync(string address, TextWriter output, CancellationToken cancellationToken)
    {
        await using var postgres = await ThrowawayPostgres.StartAsync(cancellationToken: cancellationToken);
        await using var app = Create(postgres.ConnectionString, address);
        await app.StartAsync(cancellationToken);
        await output.WriteLineAsync($"Listening on {app.Urls.First()}; Ctrl+C stops it and removes the database. Try:");
        await output.WriteLineAsync(
            $$"""  curl -s {{app.Urls.First()}}/chat -H 'X-Workspace: acme' -H 'X-User: ana' -H 'Content-Type: application/json' -d '{"message": "How is the customer survey going?"}'""");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
