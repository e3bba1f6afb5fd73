using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using FluentAssertions;

namespace AgentKit.Tests.Samples;

/// <summary>The events of a stream, in their order.</summary>
internal sealed class ChatApiEvents(IReadOnlyList<SseItem<JsonElement>> items)
{
    /// <summary>The types, with <c>delta</c> once for however many pieces came in a row.</summary>
    public IEnumerable<string> Types => items.Select(item => item.EventType)
        .Where((type, index) => type != "delta" || index == 0 || items[index - 1].EventType != "delta");

    public int Deltas => All("delta").Count();

    public string Text => string.Concat(All("delta").Select(data => data.GetProperty("text").GetString()));

    public Guid SessionId => First("session").GetProperty("sessionId").GetGuid();

    public IEnumerable<JsonElement> All(string type) => items.Where(item => item.EventType == type).Select(item => item.Data);

    public JsonElement First(string type) => All(type).First();

    public static Task<ChatApiEvents> AskAsync(HttpClient client, object request) => ReadAsync(client, "chat", request);

    public static async Task<ChatApiEvents> ReadAsync(HttpClient client, string path, object? request = null)
    {
        using var response = await client.PostAsJsonAsync(path, request ?? new { });
        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType?.MediaType.Should().Be("text/event-stream");
        var items = new List<SseItem<JsonElement>>();
        await foreach (var item in Parse(await response.Content.ReadAsStreamAsync()))
        {
            items.Add(item);
        }

        return new ChatApiEvents(items);
    }

    public static IAsyncEnumerable<SseItem<JsonElement>> Parse(Stream stream) =>
        SseParser.Create(stream, (_, data) => JsonElement.Parse(data)).EnumerateAsync();
}
