using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Does one kind of thing on one host, at random.</summary>
internal abstract class Actor(Stage stage)
{
    protected Random Random => stage.Random;

    protected Host Host => stage.Host;

    protected World World => stage.World;

    /// <summary>Where it acts now; another realm each time.</summary>
    protected Realm Realm { get; private set; } = stage.World.Realms[0];

    public Task ActAsync()
    {
        Realm = World.Realms[Random.Next(World.Realms.Count)];
        return PlayAsync();
    }

    protected abstract Task PlayAsync();

    protected bool OneOf(int count) => Random.Next(count) == 0;

    protected Task<CallOf<TRequest, TAnswer>> CallAsync<TRequest, TAnswer>(TRequest request, Func<CancellationToken, Task<TAnswer>> send)
        where TRequest : notnull =>
        stage.Recorder.CallAsync(stage.Caller, request, stage.PatienceOfCaller(), send);

    protected Task<CallOf<TRequest, bool>> CallAsync<TRequest>(TRequest request, Func<CancellationToken, Task> send)
        where TRequest : notnull =>
        CallAsync(request, async token =>
        {
            await send(token);
            return true;
        });
}
