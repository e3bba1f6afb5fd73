namespace AgentKit;

/// <summary>What the phases of a definition allow. Stated here once; commits enforce it.</summary>
internal static class PhaseRules
{
    /// <summary>The phase a session begins in: the one asked for, else the first of the definition.</summary>
    public static string? First(AgentDefinition agent, Guid sessionId, string? asked)
    {
        if (asked is not null)
        {
            Check(agent, sessionId, from: null, asked);
        }

        return asked ?? (agent.Phases.Count > 0 ? agent.Phases[0].Name : null);
    }

    /// <summary>
    /// Refuses a phase that may not follow. From no phase, or from one that the agent does not know because another agent left it behind,
    /// every phase of the agent may follow.
    /// </summary>
    public static void Check(AgentDefinition agent, Guid sessionId, string? from, string to)
    {
        if (agent.Phases.Count == 0 || from == to)
        {
            return;
        }

        var current = agent.Phases.FirstOrDefault(phase => phase.Name == from);
        var allowed = current?.Next ?? [.. agent.Phases.Select(phase => phase.Name)];
        if (!allowed.Contains(to, StringComparer.Ordinal))
        {
            throw new InvalidTransitionException(sessionId, agent.Id, from, to, allowed);
        }
    }
}
