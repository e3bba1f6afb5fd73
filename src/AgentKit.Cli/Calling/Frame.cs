using System.CommandLine;

namespace AgentKit.Cli;

/// <summary>What all commands share: the options that each takes, and the way from the command line to a handler and back to the shell.</summary>
internal sealed class Frame(Surroundings surroundings)
{
    public GlobalOptions Options { get; } = new();

    /// <summary>Lets the command run the handler; what goes wrong becomes one line and an exit code.</summary>
    public Command Handle(Command command, Func<Call, CancellationToken, Task<int>> handler)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var call = new Call(parsed, Options, surroundings);
            try
            {
                return await handler(call, cancellationToken);
            }
            catch (Exception problem)
            {
                var failure = Failures.Explain(problem, cancellationToken);
                await Failures.SayAsync(surroundings, call.WithoutSecrets(failure.Message));
                return failure.ExitCode;
            }
        });
        return command;
    }
}
