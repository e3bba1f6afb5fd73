namespace AgentKit.Tests.Infrastructure;

/// <summary>Waits for what happens in the background, without saying when: a test that fails takes long, one that passes does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var giveUp = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(10, giveUp.Token);
        }
    }

    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()));
}
