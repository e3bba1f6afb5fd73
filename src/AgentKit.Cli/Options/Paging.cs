using System.CommandLine;

namespace AgentKit.Cli;

/// <summary>How much of a list is shown, and where it goes on.</summary>
internal sealed class Paging
{
    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = "How many to show at most: 1 to 1000.",
        HelpName = "count",
        DefaultValueFactory = _ => 50,
    };

    private readonly Option<string?> _after = new("--after")
    {
        Description = "Go on behind a page: the cursor that it ended with.",
        HelpName = "cursor",
    };

    public Paging AddTo(Command command)
    {
        command.Add(_limit);
        command.Add(_after);
        return this;
    }

    public int Limit(Call call) => call.Parsed.GetValue(_limit);

    public string? Cursor(Call call) => call.Parsed.GetValue(_after);

    /// <summary>Hands the cursor on to people; JSON has it in the document.</summary>
    public static void SayNext(Call call, string? next)
    {
        if (next is not null && !call.Output.IsJson)
        {
            call.Output.Message($"There are more: --after {next}");
        }
    }
}
