using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Reporting;
using AgentKit.Approvals.Story;
using Spectre.Console;

namespace AgentKit.Approvals.Commands;

/// <summary>What happens without a command: all roles, one after the other.</summary>
internal static class StoryCommand
{
    public static async Task<int> RunAsync(bool inPlace, CancellationToken cancellationToken)
    {
        var console = Terminal.Open();
        await using var database = inPlace ? DeskDatabase.Given() : await DeskDatabase.StartAsync(cancellationToken);
        await using var desk = await RefundDesk.OpenAsync(database.ConnectionString, cancellationToken);
        console.WriteLine("A refund that needs an approval, and a crash in between.");
        console.WriteLine($"{database.Description}. Each role is a process of its own; what follows $ starts it.");

        // A workspace of its own: in a database that was given, others may be at work.
        var setting = new RoleSetting(database.ConnectionString, $"refund-desk-{Guid.NewGuid():N}");
        try
        {
            return await new RefundStory(desk, setting, new Narrator(console)).PlayAsync(cancellationToken) ? ExitCode.Done : ExitCode.Different;
        }
        catch (StoryException surprise)
        {
            await Console.Error.WriteLineAsync(surprise.Message);
            return ExitCode.Different;
        }
    }
}
