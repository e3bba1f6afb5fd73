namespace AgentKit.Cli;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is, for people and for scripts.</param>
/// <param name="State">How it is.</param>
/// <param name="Finding">What was seen.</param>
/// <param name="Remedy">What to do; nothing where it is fine.</param>
internal sealed record Check(string Name, CheckState State, string Finding, string? Remedy = null)
{
    public static Check Ok(string name, string finding) => new(name, CheckState.Ok, finding);

    public static Check Warning(string name, string finding, string remedy) => new(name, CheckState.Warning, finding, remedy);

    public static Check Problem(string name, string finding, string remedy) => new(name, CheckState.Problem, finding, remedy);

    public static Check Skipped(string name, string why, string? remedy = null) => new(name, CheckState.Skipped, why, remedy);
}
