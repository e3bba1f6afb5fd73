namespace AgentKit.Tests.Histories.Acting;

/// <summary>Where a round takes place: two workspaces of two users each, of which nobody has heard before.</summary>
internal sealed class World
{
    private static readonly string[] Users = ["ana", "ben"];

    public World()
    {
        string[] workspaces = [$"history-{Guid.NewGuid():N}", $"history-{Guid.NewGuid():N}"];
        Workspaces = workspaces;
        Realms = [.. workspaces.SelectMany(workspace => Users.Select(user => new Realm(AgentScope.ForUser(workspace, user))))];
    }

    public IReadOnlyList<string> Workspaces { get; }

    public IReadOnlyList<Realm> Realms { get; }
}
