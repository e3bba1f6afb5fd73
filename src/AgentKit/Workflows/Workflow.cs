namespace AgentKit;

/// <summary>
/// The way of a workflow session through its phases. Its <see cref="Phases"/> go into an <see cref="AgentDefinition"/>, which is what commits
/// enforce; its <see cref="Kind"/> goes into <see cref="NewSession.Kind"/>.
/// </summary>
/// <remarks>
/// An agent has one list of phases, so a host that offers several kinds registers an agent for each. The paths of <see cref="Quick"/> and
/// <see cref="Research"/> leave phases of <see cref="Standard"/> out; a host whose quick sessions go another way makes its own with
/// <see cref="Of"/>, or writes the list of <see cref="AgentPhase"/> itself.
/// </remarks>
/// <param name="Kind">1 to 500 characters.</param>
/// <param name="Phases">The first one is where a session begins; a phase that nothing follows is a last one.</param>
public sealed record Workflow(string Kind, IReadOnlyList<AgentPhase> Phases)
{
    /// <summary>The kind of session that goes through all phases: <c>full</c>.</summary>
    public const string FullKind = "full";

    /// <summary>The kind of session for a small change: <c>quick</c>.</summary>
    public const string QuickKind = "quick";

    /// <summary>The kind of session that finds something out and builds nothing: <c>research</c>.</summary>
    public const string ResearchKind = "research";

    /// <summary>The first phase of every workflow made by <see cref="Of"/>: <c>created</c>.</summary>
    public const string CreatedPhase = "created";

    /// <summary>The last phase of a workflow that reached its end: <c>complete</c>.</summary>
    public const string CompletePhase = "complete";

    /// <summary>The last phase of a workflow that was given up, which may follow each phase that is not a last one: <c>failed</c>.</summary>
    public const string FailedPhase = "failed";

    /// <summary>created → spec → plan → build → docs → complete, and failed from each but the last. Kind <c>full</c>.</summary>
    public static Workflow Standard { get; } = Of(FullKind, "spec", "plan", "build", "docs");

    /// <summary>created → plan → build → complete, and failed. Kind <c>quick</c>.</summary>
    public static Workflow Quick { get; } = Of(QuickKind, "plan", "build");

    /// <summary>created → spec → docs → complete, and failed. Kind <c>research</c>.</summary>
    public static Workflow Research { get; } = Of(ResearchKind, "spec", "docs");

    /// <summary>A workflow that goes through steps one after the other, between created and complete; failed may follow each of them.</summary>
    /// <param name="kind">1 to 500 characters.</param>
    /// <param name="steps">The names of the steps in order, 1 to 200 characters each, none twice and none of the three above.</param>
    public static Workflow Of(string kind, params IReadOnlyList<string> steps)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(steps);

        string[] way = [CreatedPhase, .. steps, CompletePhase];
        if (way.Append(FailedPhase).Distinct(StringComparer.Ordinal).Count() != way.Length + 1)
        {
            throw new ArgumentException("A step is there twice, or has the name of the first or of a last phase.", nameof(steps));
        }

        return new Workflow(
            kind,
            [
                .. way[..^1].Select((phase, i) => new AgentPhase(phase, way[i + 1], FailedPhase)),
                new AgentPhase(CompletePhase),
                new AgentPhase(FailedPhase),
            ]);
    }

    /// <summary>Whether nothing follows a phase, so that the work is over; false for one that the workflow does not have.</summary>
    /// <param name="phase">The phase of a session; <see langword="null"/> before the first.</param>
    public bool IsLast(string? phase) => Phases.Any(known => known.Name == phase && known.Next.Count == 0);
}
