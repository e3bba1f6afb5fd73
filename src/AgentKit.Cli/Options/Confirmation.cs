using System.CommandLine;

namespace AgentKit.Cli;

/// <summary>Nothing is destroyed unless somebody has said yes: by the option, or when asked on a terminal.</summary>
internal sealed class Confirmation
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask; needed where there is no terminal to ask on." };

    public Confirmation AddTo(Command command)
    {
        command.Add(_yes);
        return this;
    }

    /// <summary>Says what will be lost, and asks.</summary>
    /// <exception cref="UsageException">Nobody can be asked, or the answer is not yes.</exception>
    public async Task AskAsync(Call call, IEnumerable<string> losses, CancellationToken cancellationToken)
    {
        foreach (var loss in losses)
        {
            call.Output.Message(loss);
        }

        if (call.Parsed.GetValue(_yes))
        {
            return;
        }

        if (!call.Surroundings.CanAsk)
        {
            throw new UsageException("Nothing was done: this cannot be undone and needs --yes where nobody can be asked.");
        }

        await call.Surroundings.Error.WriteAsync("This cannot be undone. Type yes to go on: ");

        // The reader of a console blocks whatever it is asked by: so it waits elsewhere, and Ctrl+C is heard here.
        var answer = await Task.Run(() => call.Surroundings.Input().ReadLine(), CancellationToken.None).WaitAsync(cancellationToken);
        if (!string.Equals(answer?.Trim(), "yes", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException("Nothing was done.");
        }
    }
}
