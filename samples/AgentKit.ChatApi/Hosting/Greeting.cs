using AgentKit.ChatApi.Model;
using AgentKit.Testing;

namespace AgentKit.ChatApi.Hosting;

/// <summary>What the program says once it listens.</summary>
internal static class Greeting
{
    public static string Of(WebApplication app, ThrowawayPostgres? postgres)
    {
        var address = app.Urls.First();
        var database = postgres is null
            ? "the configured PostgreSQL; Ctrl+C stops it"
            : $"{Place(postgres)}; Ctrl+C stops it and removes the database";
        return
            $$"""
            Listening on {{address}}, with {{database}}.
            The model: {{app.Services.GetRequiredService<ChatModel>().Description}}.
            {{(app.Environment.IsDevelopment() ? Lines(address) : "Nobody can sign in: tokens exist in the environment Development only.")}}
            """;
    }

    private static string Place(ThrowawayPostgres postgres) => postgres.Source switch
    {
        PostgresSource.Environment => $"a database of its own on your PostgreSQL {postgres.ServerVersion}",
        PostgresSource.Container => $"a throw-away container of PostgreSQL {postgres.ServerVersion}",
        _ => $"a throw-away PostgreSQL {postgres.ServerVersion}",
    };

    private static string Lines(string address) =>
        $$"""
        Try:

          curl -N {{address}}/api/ai/chat -H 'Authorization: Bearer dev-ana' -H 'Content-Type: application/json' \
            -d '{"message": "How is the customer survey going?"}'
          curl {{address}}/api/ai/sessions -H 'Authorization: Bearer dev-ana'

        """;
}
