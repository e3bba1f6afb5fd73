using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AgentKit.ChatApi.Hosting;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Samples;

/// <summary>The chat API on a port and a database of its own, as a client over HTTP meets it.</summary>
internal sealed class ChatApiServer : IAsyncDisposable
{
    public const string Customers = "How is the customer survey going?";

    /// <summary>The keys and models of whoever runs the tests are none of theirs.</summary>
    private static readonly string[] Settings =
    [
        "--urls=http://127.0.0.1:0",
        "--environment=Development",
        "--Logging:LogLevel:Default=None",
        "--ANTHROPIC_API_KEY=",
        "--ANTHROPIC_BASE_URL=",
        "--ANTHROPIC_MODEL=",
        "--OPENAI_API_KEY=",
        "--OPENAI_BASE_URL=",
        "--OPENAI_MODEL=",
    ];

    private readonly ThrowawayDatabase _database;
    private readonly WebApplication _app;

    private ChatApiServer(ThrowawayDatabase database, WebApplication app)
    {
        _database = database;
        _app = app;
    }

    public ISessionStore Sessions => Get<ISessionStore>();

    /// <param name="model">Who answers; the sample's own choice by default.</param>
    /// <param name="settings">Settings of the sample, such as <c>--OPENAI_MODEL=x</c>.</param>
    public static async Task<ChatApiServer> StartAsync(IChatClient? model = null, params string[] settings)
    {
        var database = await TestPostgres.CreateMigratedDatabaseAsync();
        WebApplication? app = null;
        try
        {
            app = ChatApp.Create([.. Settings, .. settings], database.ConnectionString, services =>
            {
                if (model is not null)
                {
                    services.AddSingleton(model);
                }
            });
            await app.StartAsync();
            return new ChatApiServer(database, app);
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a signal does it; returns when it has stopped.</summary>
    public Task StopAsync() => _app.StopAsync();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A client with the token of a person, such as <c>ana</c>, or with none.</summary>
    public HttpClient Client(string? person = "ana")
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First() + "/api/ai/") };
        if (person is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"dev-{person}");
        }

        return client;
    }

    /// <summary>The answer in one piece.</summary>
    public static async Task<JsonElement> AskAsync(HttpClient client, object request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "chat") { Content = JsonContent.Create(request) };
        message.Headers.Accept.ParseAdd("application/json");
        using var response = await client.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{response.StatusCode}: {text}");
    }

    public static async Task<Guid> BeginAsync(HttpClient client) =>
        (await AskAsync(client, new { message = "hello" })).GetProperty("sessionId").GetGuid();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
