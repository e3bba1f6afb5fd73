using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Cli;

/// <summary>The tool in this process, before a terminal or a pipe that a test can read.</summary>
internal sealed record Tool(string? ConnectionString)
{
    /// <summary>Variables of the environment, in place of those of this process.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    /// <summary>Columns of the terminal; a pipe if there is none.</summary>
    public int? Width { get; init; }

    public bool HasColors { get; init; }

    /// <summary>What a person types who can be asked; nobody can if there is none.</summary>
    public string? Answers { get; init; }

    /// <summary>Who answers in place of <see cref="Answers"/>.</summary>
    public TextReader? Input { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static Tool On(AgentKitFixture fixture) => new(fixture.Database.ConnectionString);

    public Task<ToolOutcome> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public async Task<ToolOutcome> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var exitCode = await RunAsync(output, errors, cancellationToken, args);
        return new ToolOutcome(exitCode, output.ToString(), errors.ToString());
    }

    public Task<int> RunAsync(TextWriter output, TextWriter errors, CancellationToken cancellationToken, params string[] args)
    {
        var surroundings = new Surroundings
        {
            Output = output,
            Error = errors,
            Input = () => Input ?? new StringReader(Answers ?? ""),
            IsTerminal = Width is not null,
            CanAsk = (Answers ?? (object?)Input) is not null,
            HasColors = HasColors,
            Width = Width ?? Surroundings.PlainWidth,
            Variable = name => Variables.GetValueOrDefault(name),
            Clock = Clock,
        };
        string[] all = ConnectionString is null ? args : [.. args, "--connection", ConnectionString];
        return AgentKitCommand.RunAsync(all, surroundings, cancellationToken);
    }
}
