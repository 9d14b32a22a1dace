using OrleansChat.ApiHost.Logins;

namespace OrleansChat.Server;

/// <summary>The command <c>hash-password</c>: reads a password from the standard input, never from the arguments, and prints its hash.</summary>
internal static class HashPassword
{
    public static int Run(TextReader input, TextWriter output, TextWriter errors)
    {
        if (input.ReadLine() is not { Length: > 0 } password)
        {
            errors.WriteLine("Write the password to the standard input: printf '%s' 'the password' | ./run.sh hash-password");
            return 1;
        }

        output.WriteLine(PasswordHashing.Hash(password));
        return 0;
    }
}
