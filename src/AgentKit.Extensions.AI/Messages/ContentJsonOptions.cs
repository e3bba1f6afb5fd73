using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>How contents of Microsoft.Extensions.AI become JSON: as that library does it, on one line.</summary>
internal static class ContentJsonOptions
{
    public static readonly JsonSerializerOptions Default = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }
}
