using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Sets, removes and reads the few preferences that everybody sets.</summary>
internal sealed class PreferenceActor(Stage stage) : Actor(stage)
{
    public static readonly string[] Keys = ["tone", "colour"];

    protected override async Task PlayAsync()
    {
        if (OneOf(2))
        {
            var read = new OtherCalls.ReadPreferences(Realm.User);
            await CallAsync(read, token => Host.Preferences.GetAsync(read.Scope, cancellationToken: token));
            return;
        }

        var key = Keys[Random.Next(Keys.Length)];
        var set = new OtherCalls.SetPreference(Realm.User, key, OneOf(5) ? null : Guid.NewGuid().ToString());
        var change = set.Value is null
            ? new PreferenceChange { RemovedMetadata = [key] }
            : new PreferenceChange { Metadata = { [key] = set.Value } };
        await CallAsync(set, token => Host.Preferences.UpdateAsync(set.Scope, change, cancellationToken: token));
    }
}
