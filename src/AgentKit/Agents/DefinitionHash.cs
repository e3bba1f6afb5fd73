using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// The SHA-256 of a definition in one canonical form of JSON. It decides whether a definition is new, so the form must never change:
/// every agent would be replaced at the host's next start, and lose instructions that were updated. What a definition does not use is left
/// out, so that later versions can add to it.
/// </summary>
internal static class DefinitionHash
{
    /// <summary>The hash, as 64 hexadecimal digits.</summary>
    /// <param name="agent">A valid definition.</param>
    /// <param name="settings">Its settings as JSON; in what order, does not matter.</param>
    public static string Of(AgentDefinition agent, string settings) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(agent, settings))));

    internal static string Canonical(AgentDefinition agent, string settings)
    {
        var json = new JsonText(capacity: 1024);
        try
        {
            json.Raw("{\"id\":");
            json.Quoted(agent.Id);
            AddText(ref json, "name", agent.Name);
            AddText(ref json, "description", agent.Description);
            AddText(ref json, "instructions", agent.Instructions.Length == 0 ? null : agent.Instructions);
            AddText(ref json, "model", agent.Model);
            AddText(ref json, "model_alias", agent.ModelAlias);
            AddTexts(ref json, "tools", agent.Tools);
            AddPhases(ref json, agent.Phases);
            AddBudget(ref json, agent.TokenBudget);
            AddSettings(ref json, settings);
            json.Raw("}");
            return json.ToString();
        }
        finally
        {
            json.Dispose();
        }
    }

    private static void AddKey(ref JsonText json, string key)
    {
        json.Raw(",\"");
        json.Raw(key);
        json.Raw("\":");
    }

    private static void AddText(ref JsonText json, string key, string? text)
    {
        if (text is null)
        {
            return;
        }

        AddKey(ref json, key);
        json.Quoted(text);
    }

    private static void AddTexts(ref JsonText json, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        AddKey(ref json, key);
        for (var i = 0; i < texts.Count; i++)
        {
            json.Raw(i == 0 ? "[" : ",");
            json.Quoted(texts[i]);
        }

        json.Raw("]");
    }

    private static void AddPhases(ref JsonText json, IReadOnlyList<AgentPhase> phases)
    {
        if (phases.Count == 0)
        {
            return;
        }

        AddKey(ref json, "phases");
        for (var i = 0; i < phases.Count; i++)
        {
            json.Raw(i == 0 ? "[{\"name\":" : ",{\"name\":");
            json.Quoted(phases[i].Name);
            AddTexts(ref json, "next", phases[i].Next);
            json.Raw("}");
        }

        json.Raw("]");
    }

    private static void AddBudget(ref JsonText json, long? tokens)
    {
        if (tokens is null)
        {
            return;
        }

        AddKey(ref json, "token_budget");
        json.Raw(tokens.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static void AddSettings(ref JsonText json, string settings)
    {
        using var document = JsonDocument.Parse(settings);
        if (document.RootElement.GetPropertyCount() == 0)
        {
            return;
        }

        AddKey(ref json, "settings");
        AddSorted(ref json, document.RootElement);
    }

    /// <summary>Without white space, and keys in ordinal order: <c>jsonb</c> does not keep their order either.</summary>
    private static void AddSorted(ref JsonText json, JsonElement value)
    {
        var separator = "";
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.Raw("{");
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    json.Raw(separator);
                    json.Quoted(member.Name);
                    json.Raw(":");
                    AddSorted(ref json, member.Value);
                    separator = ",";
                }

                json.Raw("}");
                break;
            case JsonValueKind.Array:
                json.Raw("[");
                foreach (var item in value.EnumerateArray())
                {
                    json.Raw(separator);
                    AddSorted(ref json, item);
                    separator = ",";
                }

                json.Raw("]");
                break;
            case JsonValueKind.String:
                json.Quoted(value.GetString());
                break;
            default:
                json.Raw(value);
                break;
        }
    }
}
