using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>--format</c>, read in one way.</summary>
internal static class FormatOption
{
    public static Option<ConversationFormat?> Create(string description) => new("--format")
    {
        Description = $"{description}: {string.Join(", ", ConversationFormatNames.All)}.",
        HelpName = "format",
        CustomParser = result =>
        {
            var format = result.Tokens is [var token] ? ConversationFormatNames.Find(token.Value) : null;
            if (format is null)
            {
                result.AddError($"--format must be one of: {string.Join(", ", ConversationFormatNames.All)}.");
            }

            return format;
        },
    };
}
