using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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
    public static Option<string> AcceptIds(this Option<string> option) => option.AcceptText(AgentScope.MaxIdLength);

    /// <summary>Accepts what says something, and is not too long.</summary>
    public static Option<string> AcceptText(this Option<string> option, int maxLength)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (string.IsNullOrWhiteSpace(token.Value) || token.Value.Length > maxLength))
            {
                result.AddError($"{option.Name} must be 1 to {maxLength} characters.");
            }
        });
        return option;
    }

    public static Argument<StepReference> Step() => new("step")
    {
        Description = "Which step, as the inbox writes it: <task>/<number>.",
        CustomParser = Parser<StepReference>(
            "That is no step: write it as the inbox does, <task>/<number>.",
            (text, out step) => (step = StepReference.TryParse(text)) is not null),
    };

    /// <summary>A number of seconds, from a tenth to an hour.</summary>
    public static Option<double> Seconds(string name, string description, double byDefault) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = Parser<double>(
            $"{name} must be from 0.1 to 3600 seconds.",
            (text, out seconds) =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds is >= 0.1 and <= 3600),
    };

    /// <summary>Reads a value, or says how it is to be written.</summary>
    public static Func<ArgumentResult, T?> Parser<T>(string rule, TryParse<T> tryParse) => result =>
    {
        if (tryParse(result.Tokens.Single().Value, out var value))
        {
            return value;
        }

        result.AddError(rule);
        return default;
    };

    public delegate bool TryParse<T>(string text, out T? value);
}
