using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AgentKit.Cli;

/// <summary>The usual help; that of the tool itself ends with what shells and scripts need to know.</summary>
internal sealed class RootHelp(HelpAction usual) : SynchronousCommandLineAction
{
    private const string Footer = """
        Environment:
          The variable in brackets behind an option is read where the option is not given.
          NO_COLOR, if set, turns colours off. Without a terminal there are none.

        Exit codes:
            0  done
            1  a check found problems, or something failed
            2  wrong or incomplete command line, or a confirmation is missing
            3  not found, or not visible with that access
            4  refused: conflict, state, access or budget
            5  the database cannot be reached: no server, no such database, or the login is refused
          130  interrupted

        """;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
        {
            parseResult.InvocationConfiguration.Output.Write(Footer);
        }

        return result;
    }
}
