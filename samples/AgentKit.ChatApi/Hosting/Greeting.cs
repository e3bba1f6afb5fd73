using AgentKit.ChatApi.Model;
using AgentKit.Testing;

namespace AgentKit.ChatApi.Hosting;

/// <summary>What the program says once it listens.</summary>
internal static class Greeting
{
    public static string Of(WebApplication app, ThrowawayPostgres? postgres)
    {
        var address = app.Urls.First();
        var model = app.Services.GetRequiredService<ChatModel>();
        var database = postgres is null ? "the configured PostgreSQL" : $"a throw-away PostgreSQL {postgres.ServerVersion}";
        return
            $$"""
            Listening on {{address}}, with {{database}} and {{model.Description}}. Ctrl+C stops it{{(postgres is null ? "" : " and removes the database")}}. Try:

              curl -N {{address}}/api/ai/chat -H 'Authorization: Bearer dev-ana' -H 'Content-Type: application/json' \
                -d '{"message": "How is the customer survey going?"}'
              curl {{address}}/api/ai/sessions -H 'Authorization: Bearer dev-ana'

            """;
    }
}
