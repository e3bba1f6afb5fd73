using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AgentKit.Cli;

/// <summary>Arguments and options that several commands take, each read in one way.</summary>
internal static class Given
{
    private const string AgeRule = "write it as 90d, 12h, 30m or 45s";

    public static Argument<Guid> Id(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Parser<Guid>("That is no id: copy it whole from a list.", Guid.TryParse),
    };

    public static Option<Guid?> IdOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "id",
        CustomParser = Parser<Guid?>($"{name} needs an id: copy it whole from a list.", (text, out id) =>
        {
            var isId = Guid.TryParse(text, out var parsed);
            id = parsed;
            return isId;
        }),
    };

    /// <summary>One of the words of a closed set.</summary>
    public static Option<T?> Word<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(Cli.Words.Of);
        return new Option<T?>(name)
        {
            Description = $"{description}: {string.Join(", ", words.Keys)}.",
            HelpName = name.TrimStart('-'),
            CustomParser = Parser<T?>($"{name} must be one of: {string.Join(", ", words.Keys)}.", (text, out value) =>
            {
                value = words.TryGetValue(text, out var found) ? found : null;
                return value is not null;
            }),
        };
    }

    /// <summary>Some of the words of a closed set.</summary>
    public static Option<T[]> Words<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(Cli.Words.Of);
        return new Option<T[]>(name)
        {
            Description = $"{description}: {string.Join(", ", words.Keys)}. Several may be given.",
            HelpName = name.TrimStart('-'),
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token =>
            {
                if (!words.TryGetValue(token.Value, out var value))
                {
                    result.AddError($"{name} must be one of: {string.Join(", ", words.Keys)}.");
                }

                return value;
            })],
        };
    }

    /// <summary>A point in time, or how long ago it was.</summary>
    public static Option<Moment?> Time(string name, string description) => new(name)
    {
        Description = $"{description}: a time such as 2026-01-31T12:00Z, or how long ago, such as 24h.",
        HelpName = "time",
        CustomParser = Parser<Moment?>($"{name} must be a time such as 2026-01-31T12:00Z, or how long ago, such as 24h.", (text, out time) =>
        {
            time = TryParseAge(text, out var age) ? new Moment(At: null, age)
                : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? new Moment(at, default)
                : null;
            return time is not null;
        }),
    };

    public static Option<TimeSpan?> Age(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "duration",
        CustomParser = Parser<TimeSpan?>($"{name} is no duration: {AgeRule}.", (text, out age) =>
        {
            age = TryParseAge(text, out var parsed) ? parsed : null;
            return age is not null;
        }),
    };

    /// <summary><c>status=duration</c>, several times.</summary>
    public static Option<Dictionary<T, TimeSpan>> Ages<T>(string name, string description, params IReadOnlyList<T> allowed)
        where T : struct, Enum
    {
        var words = allowed.ToDictionary(Cli.Words.Of);
        var rule = $"{name} must be <status>=<duration>, with one of: {string.Join(", ", words.Keys)}; for the duration {AgeRule}.";
        return new Option<Dictionary<T, TimeSpan>>(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "status=duration",
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                Dictionary<T, TimeSpan> ages = [];
                foreach (var parts in result.Tokens.Select(token => token.Value.Split('=')))
                {
                    if (parts is not [var word, var duration] || !words.TryGetValue(word, out var status) || !TryParseAge(duration, out var age))
                    {
                        result.AddError(rule);
                        break;
                    }

                    ages[status] = age;
                }

                return ages;
            },
        };
    }

    private static bool TryParseAge(string text, out TimeSpan age)
    {
        age = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is not { } one || count > TimeSpan.MaxValue / one)
        {
            return false;
        }

        age = count * one;
        return true;
    }

    private static Func<ArgumentResult, T?> Parser<T>(string rule, TryParse<T> tryParse) => result =>
    {
        if (result.Tokens is [var token] && tryParse(token.Value, out var value))
        {
            return value;
        }

        result.AddError(rule);
        return default;
    };

    private delegate bool TryParse<T>(string text, out T? value);
}
