using System.CommandLine;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Commands;

/// <summary>What several commands take.</summary>
internal static class CommonArguments
{
    public static Option<string> Workspace() => new Option<string>("--workspace")
    {
        Description = "The workspace that the tasks belong to.",
        DefaultValueFactory = _ => "refund-desk",
    }.AcceptIds();

    /// <summary>Accepts what can be the id of a workspace, user or worker.</summary>
    public static Option<string> AcceptIds(this Option<string> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (string.IsNullOrWhiteSpace(token.Value) || token.Value.Length > AgentScope.MaxIdLength))
            {
                result.AddError($"{option.Name} must be 1 to {AgentScope.MaxIdLength} characters.");
            }
        });
        return option;
    }

    public static Argument<StepReference> Step() => new("step")
    {
        Description = "Which step, as the inbox writes it: <task>/<number>.",
        CustomParser = result =>
        {
            if (StepReference.TryParse(result.Tokens.Single().Value) is { } step)
            {
                return step;
            }

            result.AddError("That is no step: write it as the inbox does, <task>/<number>.");
            return null;
        },
    };

    /// <summary>A number of seconds, from a tenth to an hour.</summary>
    public static Option<double> Seconds(string name, string description, double byDefault)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 3600))
            {
                result.AddError($"{name} must be from 0.1 to 3600 seconds.");
            }
        });
        return option;
    }
}
