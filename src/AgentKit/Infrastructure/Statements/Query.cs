using System.Text.RegularExpressions;

namespace AgentKit.Infrastructure;

/// <summary>
/// One statement of <c>sql/queries</c>, ready to send: its <c>@PascalCase</c> parameters have become positional ones, which spares Npgsql
/// the parsing of the text at every call.
/// </summary>
internal sealed partial record Query(string Name, string Text, string[] Parameters)
{
    public const string WorkspaceId = nameof(WorkspaceId);

    /// <summary>As many as a statement notes in one number that they have a value.</summary>
    private const int MaxParameters = 64;

    /// <summary>The parameters of calls that are over, for those to come.</summary>
    public ParameterPool Pool { get; } = new(Parameters.Length);

    /// <summary>Reads a file: drops its comments, puts in schema and role, numbers its parameters in order of appearance.</summary>
    public static Query Parse(string name, string file, SqlTemplate template)
    {
        var lines = file.Split('\n').Where(line => !line.AsSpan().TrimStart().StartsWith("--", StringComparison.Ordinal));
        var sql = string.Join('\n', lines).Trim().TrimEnd(';');

        List<string> parameters = [];
        var text = Parameter().Replace(sql, match =>
        {
            var parameter = match.Groups["name"].Value;
            var index = parameters.IndexOf(parameter);
            if (index < 0)
            {
                index = parameters.Count;
                parameters.Add(parameter);
            }

            return $"${index + 1}";
        });

        if (parameters.Count > MaxParameters)
        {
            throw new InvalidOperationException($"{name}.sql has more than {MaxParameters} parameters.");
        }

        // Last: the name of a schema may look like a parameter.
        return new Query(name, template.Render(name, text), [.. parameters]);
    }

    public int IndexOf(string parameter)
    {
        var index = Array.IndexOf(Parameters, parameter);
        return index >= 0 ? index : throw new InvalidOperationException($"{Name}.sql has no parameter @{parameter}.");
    }

    // No limit of time, here and elsewhere: the patterns are linear, and a clock on the wall also counts for how long a busy machine ran others.
    [GeneratedRegex("@(?<name>[A-Z][A-Za-z0-9]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Parameter();
}
