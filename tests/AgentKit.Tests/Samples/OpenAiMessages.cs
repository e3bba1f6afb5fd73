namespace AgentKit.Tests.Samples;

/// <summary>Messages of the OpenAI chat-completions format: usual ones, and those that lose something if one is careless.</summary>
internal static class OpenAiMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"role":"system","content":"Be brief."}""",
        """{"role":"developer","content":"Be brief.","name":"dev"}""",
        """{"role":"user","content":""}""",
        """{"role":"user","content":"line\nbreak\ttab \"quoted\" \\ [brackets] :smile: 👩‍👧‍👦 \u00e1\u0301"}""",
        """{"role":"user","content":"Hola","name":"María José"}""",
        """{"role":"user","content":"x","name":""}""",
        """{"role":"user","content":"x","name":{"first":"A"}}""",
        """{"role":"user"}""",
        """{"role":"user","content":null}""",
        """{"role":"user","content":[]}""",
        """{"role":"user","content":42}""",
        """{"role":"user","content":{"text":"not the format"}}""",
        """{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"a"},{"type":"text","text":""}]}""",
        """{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}""",
        """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"high"}}]}""",
        """{"role":"user","content":[{"text":"no type"},"bare",7,null,[1],{"type":"text","text":5},{"type":"unknown","a":1}]}""",
        """{"role":"assistant","content":null,"refusal":"I can't.","annotations":[],"logprobs":null}""",
        """{"role":"assistant","content":"x","big":123456789012345678901234567890,"half":1.50,"exp":1E+2,"deep":{"b":[{"a":null}]}}""",
        """{"role":"assistant","content":"x","fields":{"fields":1},"verbatim":true}""",
        """{"role":"assistant","content":"x","usage":{"prompt_tokens":5,"completion_tokens":7},"model":"m"}""",
        """{"role":"assistant","content":"x","tool_calls":[]}""",
        """{"role":"assistant","content":"x","tool_calls":null}""",
        """{"role":"assistant","content":"","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""",
        """{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":""}}]}""",
        """
        {"role":"assistant","content":[{"type":"text","text":"a"}],
         "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}
        """,
        """{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}}""",
        """{"role":"tool","tool_call_id":"c","content":"Error: no","name":"f"}""",
        """{"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"a"}],"extra":0}""",
        """{"role":"tool","tool_call_id":"c","content":null}""",
        """{"role":"tool","tool_call_id":"c"}""",
        """{"role":"tool","tool_call_id":"","content":"no id"}""",
        """{"role":"tool","content":"no id"}""",
        """{"role":"function","name":"f","content":"legacy"}""",
        """{"role":"user","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]}""",
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"x","is_error":false}]}""",
    ];

    /// <summary>The text of a call's arguments, whatever it is.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "{}",
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "[1,2]",
        "{\"a\":1}",
        " {\"a\":1}",
        "{\"a\":1}\n",
        "{ \"b\" : 1.50 ,\n\t\"a\" : 1e2 }",
        "{\"a\":1,\"a\":2}",
        "{\"a\":",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":1} // why not",
        "{\"name\":\"Jos\\u00e9 \\ud83d\\ude00 é😀\"}",
        "{\"nul\":\"\\u0000\"}",
        "{\"half\":\"\\ud800\"}",
        string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100),
    ];

    /// <summary>Calls that are not ordinary calls of a function stay what they are, as an unknown field.</summary>
    public static IReadOnlyList<string> OddCalls { get; } =
    [
        """[{"id":"c","type":"custom","custom":{"name":"f","input":"x"}}]""",
        """[{"id":"c","function":{"name":"f","arguments":"{}"}}]""",
        """[{"id":"","type":"function","function":{"name":"f","arguments":"{}"}}]""",
        """[{"id":"c","type":"function","function":{"name":" ","arguments":"{}"}}]""",
        """[{"id":"c","type":"function","function":{"name":"f","arguments":{}}}]""",
        """[{"id":"c","type":"function","function":{"name":"f","arguments":"{}","strict":true}}]""",
        """[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"input":1}]""",
        """["call"]""",
        """{"id":"c"}""",
    ];
}
