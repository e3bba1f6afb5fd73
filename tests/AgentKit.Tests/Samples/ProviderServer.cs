using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentKit.Tests.Samples;

/// <summary>A provider of models on a port of this machine: it answers each request with the next of the bodies that it was given.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ProviderRequest> _requests = [];
    private readonly ConcurrentQueue<string> _answers;
    private readonly WebApplication _app;

    private ProviderServer(IEnumerable<string> answers)
    {
        _answers = new(answers);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] });
        _app = builder.Build();
        _app.MapPost("/{**path}", AnswerAsync);
    }

    public IReadOnlyList<ProviderRequest> Requests => [.. _requests];

    public string Address => _app.Urls.First();

    /// <param name="answers">Server-sent events, or the JSON of an error.</param>
    public static async Task<ProviderServer> StartAsync(params string[] answers)
    {
        var server = new ProviderServer(answers);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue(new ProviderRequest(http.Request.Path, headers, body.RootElement.Clone()));
        if (!_answers.TryDequeue(out var answer))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = """{"type": "error", "error": {"type": "invalid_request_error", "message": "the key sk-secret is asked too often"}}""";
        }

        http.Response.ContentType = answer.StartsWith('{') ? "application/json" : "text/event-stream";
        await http.Response.WriteAsync(answer);
    }
}
