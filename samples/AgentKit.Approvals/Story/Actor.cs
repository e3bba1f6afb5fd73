using Spectre.Console;

namespace AgentKit.Approvals.Story;

/// <summary>Whom the story tells of.</summary>
internal sealed record Actor(string Name, Color Color)
{
    public static readonly Actor Agent = new("agent", Color.Aqua);

    public static readonly Actor FirstWorker = new("worker-1", Color.Yellow);

    public static readonly Actor SecondWorker = new("worker-2", Color.Green);

    public static readonly Actor Ana = new("ana", Color.Fuchsia);

    public static readonly Actor Ben = new("ben", Color.Orange1);
}
