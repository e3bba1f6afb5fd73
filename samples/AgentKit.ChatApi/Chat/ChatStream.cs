using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AgentKit.ChatApi.Errors;
using AgentKit.Extensions.AI;

namespace AgentKit.ChatApi.Chat;

/// <summary>A run as server-sent events.</summary>
internal sealed class ChatStream(ILogger<ChatStream> logger)
{
    /// <summary>
    /// Begins the run, and waits for the first that there is to tell: until then whatever is refused (a session that is not there, a budget, a
    /// model that does not answer) is thrown, and becomes a status. Afterwards it can only be an event.
    /// </summary>
    public async Task<IResult> StartAsync(HttpContext http, Guid sessionId, IAsyncEnumerable<AgentRunUpdate> updates)
    {
        var reader = updates.GetAsyncEnumerator(http.RequestAborted);
        http.Response.RegisterForDisposeAsync(reader); // stops the run if the client goes away, and waits until what came is kept
        Guid? runId = null;
        while (await reader.MoveNextAsync())
        {
            var update = reader.Current;
            runId ??= update.Run?.Id ?? update.Outcome?.Run.Id;
            if (ChatEvents.Of(update, hasText: false).Any())
            {
                return TypedResults.ServerSentEvents(ReadAsync(reader, sessionId, runId ?? Guid.Empty, http, http.RequestAborted));
            }
        }

        return TypedResults.NoContent();
    }

    /// <summary>From the update that the reader stands at to the last.</summary>
    private async IAsyncEnumerable<SseItem<object>> ReadAsync(
        IAsyncEnumerator<AgentRunUpdate> reader,
        Guid sessionId,
        Guid runId,
        HttpContext http,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return ChatEvents.Session(sessionId, runId);
        var hasText = false;
        var isThere = true;
        while (isThere)
        {
            foreach (var item in ChatEvents.Of(reader.Current, hasText))
            {
                yield return item;
            }

            hasText |= reader.Current.Text.Length > 0;
            object? problem = null;
            try
            {
                isThere = await reader.MoveNextAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                yield break; // nobody reads any more
            }
            catch (Exception exception) // whatever it is, the client is told in the same terms as by a status
            {
                problem = Problems.Of(exception, http, logger);
            }

            if (problem is not null)
            {
                yield return ChatEvents.Error(problem);
                yield break;
            }
        }
    }
}
