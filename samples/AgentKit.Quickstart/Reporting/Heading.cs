using AgentKit.Quickstart.Hosting;
using AgentKit.Quickstart.Reading;
using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>The titles of the report and of its parts.</summary>
internal static class Heading
{
    public static void Write(IAnsiConsole console, DemoDatabase database, ConversationSet input, int workers)
    {
        var messages = input.Conversations.Sum(conversation => conversation.Messages.Count);
        Part(console, "AgentKit quickstart");
        console.WriteLine(database.Description);
        console.WriteLine(
            $"{Words.Count(input.Conversations.Count, "conversation")} with {Words.Count(messages, "message")} "
            + $"from {Words.Count(input.Files, "file")}, {Words.Count(workers, "worker")} on 2 hosts");
    }

    public static void Part(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.Write(new Rule(Markup.Escape(title)) { Justification = Justify.Left, Style = Style.Parse("grey") });
    }
}
