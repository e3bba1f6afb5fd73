using System.Text.Json.Nodes;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a definition must look like before anything is sent. It finds every problem, and none of them repeats content.</summary>
internal static class AgentGuard
{
    public const int MaxIdLength = 100;
    public const int MaxNameLength = 200;
    private const int MaxDescriptionLength = 2_000;

    /// <summary>Every problem of a definition, one sentence each.</summary>
    /// <param name="agent">The definition.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="settings">Its settings as they are to be stored; empty where they are a problem.</param>
    public static List<string> FindProblems(AgentDefinition agent, ContentLimits limits, out string settings)
    {
        List<string> problems = [];
        if (!IsSlug(agent.Id))
        {
            problems.Add($"the id must be 1 to {MaxIdLength} lower-case letters, digits, '-', '_' and '.', "
                + "beginning with a letter or digit");
        }

        AddName(problems, "the name", agent.Name);
        AddText(problems, "the description", agent.Description ?? "", MaxDescriptionLength);
        AddText(problems, "the instruction text", agent.Instructions, limits.InstructionsLength);
        AddText(problems, "the model", agent.Model ?? "", MaxNameLength);
        AddText(problems, "the model alias", agent.ModelAlias ?? "", MaxNameLength);
        AddNames(problems, "tool", agent.Tools);
        AddPhases(problems, agent.Phases);
        if (agent.TokenBudget is <= 0)
        {
            problems.Add("the token budget must be greater than zero");
        }

        settings = WriteSettings(problems, agent.Settings, limits.MetadataBytes);
        return problems;
    }

    /// <summary>Written by hand: a look at each character once, whatever the text is.</summary>
    private static bool IsSlug(string? id) =>
        id is { Length: >= 1 and <= MaxIdLength }
        && IsLetterOrDigit(id[0])
        && id.All(character => IsLetterOrDigit(character) || character is '-' or '_' or '.');

    private static bool IsLetterOrDigit(char character) => character is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static void AddPhases(List<string> problems, IReadOnlyList<AgentPhase>? phases)
    {
        if (phases is null || phases.Any(phase => phase?.Next is null))
        {
            problems.Add("the phases must not be null, and neither what may follow them");
            return;
        }

        string[] names = [.. phases.Select(phase => phase.Name)];
        if (!AddNames(problems, "phase", names))
        {
            return;
        }

        foreach (var phase in phases)
        {
            for (var i = 0; i < phase.Next.Count; i++)
            {
                if (!names.Contains(phase.Next[i], StringComparer.Ordinal))
                {
                    problems.Add($"phase '{phase.Name}' names as number {i + 1} of what may follow it a phase that the agent does not have");
                }
            }
        }
    }

    /// <returns>Whether the names are good.</returns>
    private static bool AddNames(List<string> problems, string what, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            problems.Add($"the {what}s must not be null");
            return false;
        }

        var before = problems.Count;
        var known = new HashSet<string>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (AddName(problems, $"the name of {what} {i + 1}", names[i]) && !known.Add(names[i]))
            {
                problems.Add($"{what} '{names[i]}' is there twice");
            }
        }

        return problems.Count == before;
    }

    /// <returns>Whether the name is good.</returns>
    private static bool AddName(List<string> problems, string what, string? name)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            return AddText(problems, what, name, MaxNameLength);
        }

        problems.Add($"{what} is missing");
        return false;
    }

    /// <returns>Whether the text is good.</returns>
    private static bool AddText(List<string> problems, string what, string? text, int maxLength)
    {
        var problem = text is null ? "must not be null"
            : text.Length > maxLength ? FormattableString.Invariant($"has {text.Length} characters, more than the {maxLength} allowed")
            : TextGuard.FindProblem(text);
        if (problem is not null)
        {
            problems.Add($"{what} {problem}");
        }

        return problem is null;
    }

    private static string WriteSettings(List<string> problems, JsonObject? settings, int maxBytes)
    {
        try
        {
            if (settings is not null)
            {
                return StoredJson.Write(settings, maxBytes, paramName: "");
            }

            problems.Add("the settings must not be null");
        }
        catch (ArgumentException refused)
        {
            problems.Add($"the settings cannot be stored: {refused.Message.TrimEnd('.')}");
        }

        return "";
    }
}
