using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Records events, one by one, many at once, and through the buffer; and reads them all.</summary>
internal sealed class EventActor(Stage stage) : Actor(stage)
{
    protected override Task PlayAsync() => Random.Next(10) switch
    {
        0 => ReadAsync(),
        < 5 => AppendAsync(),
        < 7 => AppendManyAsync(),
        _ => BufferAsync(),
    };

    private static NewEvent New() => new(EventCategory.Hook, "history");

    private async Task AppendAsync()
    {
        var item = New();
        var request = new OtherCalls.AppendEvents(Realm.User, [item.Id]);
        await CallAsync(request, token => (Task)Host.Events.AppendAsync(request.Scope, item, token));
    }

    private async Task AppendManyAsync()
    {
        NewEvent[] items = [.. Enumerable.Range(0, Random.Next(1, 10)).Select(_ => New())];
        var request = new OtherCalls.AppendEvents(Realm.User, [.. items.Select(item => item.Id)]);
        await CallAsync(request, token => (Task)Host.Events.AppendManyAsync(request.Scope, items, token));
    }

    private async Task BufferAsync()
    {
        var item = New();
        var request = new OtherCalls.BufferEvent(Realm.User, item.Id);
        await CallAsync(request, token => Host.EventBuffer.WriteAsync(request.Scope, item, token).AsTask());
    }

    private async Task ReadAsync()
    {
        var request = new OtherCalls.ReadEvents(Realm.User);
        await CallAsync(request, async token =>
        {
            var read = new List<Guid>();
            await foreach (var item in Host.Events.StreamAsync(request.Scope, new() { Limit = 1_000 }, token))
            {
                read.Add(item.Id);
            }

            return (IReadOnlyList<Guid>)read;
        });
    }
}
