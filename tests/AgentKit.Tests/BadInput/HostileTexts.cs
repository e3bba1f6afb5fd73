namespace AgentKit.Tests.BadInput;

/// <summary>Text that has broken other systems.</summary>
internal static class HostileTexts
{
    /// <summary>What PostgreSQL cannot hold.</summary>
    public static IReadOnlyList<Hostile> Unstorable { get; } =
    [
        new("U+0000", "a\0b"),
        new("U+0000 alone", "\0"),
        new("lone high surrogate", "a\uD83Db"),
        new("lone low surrogate", "\uDE00"),
        new("surrogates in the wrong order", "\uDE00\uD83D"),
        new("high surrogate at the end", "a\uD83D"),
    ];

    /// <summary>What says nothing.</summary>
    public static IReadOnlyList<Hostile> Blank { get; } =
        [new("empty", ""), new("a space", " "), new("white space", "\t\r\n"), new("a no-break space", "\u00A0"), new("an ideographic space", "\u3000")];

    /// <summary>
    /// What is to come out as it went in, none longer than 40 characters: SQL that breaks out of quotes, comments, dollar quotes and
    /// parameters; paths, format strings, markup; marks of direction, characters that combine, and those that look like nothing.
    /// </summary>
    public static IReadOnlyList<string> Payloads { get; } =
    [
        "'; DROP TABLE public.canary; --",
        "\"; DROP TABLE public.canary; --",
        "') ; DELETE FROM public.canary; --",
        "$$; DROP TABLE public.canary; $$",
        "\\'; TRUNCATE public.canary; --",
        "' OR '1'='1",
        "' UNION SELECT note FROM canary --",
        "1; SET row_security = off",
        "'||(SELECT pg_sleep(600))||'",
        "'; RESET ROLE; --",
        "*/ DROP TABLE public.canary /*",
        "E'\\x27; DROP TABLE public.canary --",
        ":\"schema\"", "@WorkspaceId", "$1", "?", "{0}{1}", "%s%n%x", "${jndi:ldap://x}", "{{constructor}}",
        "../../etc/passwd", "..\\..\\con\\nul.", "a/b;c,d|e&f", "<script>alert(1)</script>",
        "%", "_", "\\", "NULL", "null", "true", "*", "'", "\"",
        "a\r\nb\tc", "\u001b[31m\u0001\u0007\u007f", "\u202Egnp.exe\u202C", "a\u200Bb\uFEFFc",
        "e\u0301\u0323 n\u0303", "😀👩‍👩‍👧🏳️‍🌈", "مرحبا שלום", "İıſß", "\uFFFF\uFFFE\uE000",
    ];

    /// <summary>All of it in one text of at most <paramref name="length"/> characters, so that few calls try much.</summary>
    public static string Joined(int length)
    {
        var joined = "";
        foreach (var payload in Payloads.Where(payload => joined.Length + payload.Length + 1 <= length).OrderBy(payload => payload.Length))
        {
            joined = joined.Length + payload.Length + 1 <= length ? $"{joined}|{payload}" : joined;
        }

        return joined;
    }
}
