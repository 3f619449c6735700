"""Run by helix.test.ts: Helix in a terminal of its own, and what it draws there. Arguments: seconds, what is waited for, the command."""
import os, pty, re, select, struct, sys, termios, fcntl, time

seconds, wanted, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ['TERM'] = 'xterm-256color'
    os.execv(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 200, 0, 0))
drawn = ''
end = time.time() + seconds
while time.time() < end and wanted not in drawn:
    if select.select([terminal], [], [], 0.2)[0]:
        try:
            piece = os.read(terminal, 65536).decode('utf8', 'replace')
        except OSError:
            break
        # Moves and colours of the terminal lie between letters.
        drawn += re.sub(r'\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])', '', piece)
os.kill(pid, 9)
os.waitpid(pid, 0)
print(drawn)
sys.exit(0 if wanted in drawn else 1)
