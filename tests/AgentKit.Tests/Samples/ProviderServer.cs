using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentKit.Tests.Samples;

/// <summary>A provider of models on a port of this machine: it answers each request with the next of the bodies that it was given.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private static readonly ProviderAnswer Refusal = new(
        """{"type": "error", "error": {"type": "invalid_request_error", "message": "the key sk-secret is asked too often"}}""",
        StatusCodes.Status400BadRequest);

    private readonly ConcurrentQueue<ProviderRequest> _requests = [];
    private readonly ConcurrentQueue<ProviderAnswer> _answers;
    private readonly WebApplication _app;

    private ProviderServer(IEnumerable<ProviderAnswer> answers)
    {
        _answers = new(answers);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] });
        _app = builder.Build();
        _app.MapPost("/{**path}", AnswerAsync);
    }

    public IReadOnlyList<ProviderRequest> Requests => [.. _requests];

    public string Address => _app.Urls.First();

    /// <param name="answers">After the last of them, every request is refused.</param>
    public static async Task<ProviderServer> StartAsync(params ProviderAnswer[] answers)
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
        var answer = _answers.TryDequeue(out var next) ? next : Refusal;
        if (answer.IsCut)
        {
            await CutAsync(http, answer.Body);
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.Body.StartsWith('{') ? "application/json" : "text/event-stream";
        await http.Response.WriteAsync(answer.Body);
    }

    /// <summary>
    /// Past Kestrel, which would throw away what it has not sent yet: one chunk, and the end of the connection where the next one should be.
    /// </summary>
    private static async Task CutAsync(HttpContext http, string body)
    {
        var socket = http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n"));
        socket.Shutdown(SocketShutdown.Send);
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
