namespace AgentKit;

/// <summary>Places in the feed of a workspace that every workspace has.</summary>
public static class ChangeCursor
{
    /// <summary>Before the first change.</summary>
    public const string Beginning = "beginning";
}
