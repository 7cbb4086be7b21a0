<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>HelperScreen</name>
        <message numerus="yes">
            <source>%n message(s) waiting to be sent.</source>
            <translation>
                <numerusform>%n message is waiting to be sent.</numerusform>
                <numerusform>%n messages are waiting to be sent.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) kept for another community.</source>
            <translation>
                <numerusform>%n message kept for another community.</numerusform>
                <numerusform>%n messages kept for another community.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came that could not be read.</source>
            <translation>
                <numerusform>%n notice came that could not be read.</numerusform>
                <numerusform>%n notices came that could not be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) can't be sent: the disk spoilt them.</source>
            <translation>
                <numerusform>%n message can't be sent: the disk spoilt it.</numerusform>
                <numerusform>%n messages can't be sent: the disk spoilt them.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HomeScreen</name>
        <message numerus="yes">
            <source>%n message(s) saved from the damaged file.</source>
            <extracomment>Problems that stay until somebody does something about them.</extracomment>
            <translation>
                <numerusform>%n message was saved from the damaged file.</numerusform>
                <numerusform>%n messages were saved from the damaged file.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) for you</source>
            <translation>
                <numerusform>%n answer for you</numerusform>
                <numerusform>%n answers for you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n short lesson(s)</source>
            <translation>
                <numerusform>%n short lesson</numerusform>
                <numerusform>%n short lessons</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LearnScreen</name>
        <message numerus="yes">
            <source>%n short lesson(s)</source>
            <translation>
                <numerusform>%n short lesson</numerusform>
                <numerusform>%n short lessons</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n step(s)</source>
            <translation>
                <numerusform>%n step</numerusform>
                <numerusform>%n steps</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MessagesScreen</name>
        <message numerus="yes">
            <source>%n message(s)</source>
            <translation>
                <numerusform>%n message</numerusform>
                <numerusform>%n messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new answer(s)</source>
            <translation>
                <numerusform>%n new answer</numerusform>
                <numerusform>%n new answers</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NoticesScreen</name>
        <message numerus="yes">
            <source>%n notice(s)</source>
            <translation>
                <numerusform>%n notice</numerusform>
                <numerusform>%n notices</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s), one after the other</source>
            <translation>
                <numerusform>%n notice</numerusform>
                <numerusform>%n notices, one after the other</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TellWordsScreen</name>
        <message numerus="yes">
            <source>That is too long to send. Please leave something out: %n letter(s) too many. Nothing is lost.</source>
            <translation>
                <numerusform>That is too long to send. Please leave something out: %n letter too many. Nothing is lost.</numerusform>
                <numerusform>That is too long to send. Please leave something out: %n letters too many. Nothing is lost.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TodayScreen</name>
        <message numerus="yes">
            <source>%n new notice(s).</source>
            <translation>
                <numerusform>%n new notice.</numerusform>
                <numerusform>%n new notices.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>WriteBackScreen</name>
        <message numerus="yes">
            <source>That is too long to send. Please leave something out: %n letter(s) too many. Nothing is lost.</source>
            <translation>
                <numerusform>That is too long to send. Please leave something out: %n letter too many. Nothing is lost.</numerusform>
                <numerusform>That is too long to send. Please leave something out: %n letters too many. Nothing is lost.</numerusform>
            </translation>
        </message>
    </context>
</TS>
